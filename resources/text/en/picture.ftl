# Camera and portrait checks.
