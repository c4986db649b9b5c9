"""Where requests come in from outside: the address for programs, and the forms that stand on other sites."""
