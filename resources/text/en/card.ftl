# Cards and print.
