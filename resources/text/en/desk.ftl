# The desk: screens, buttons, messages.
