"""Setting up the method and the workspace: one module per subject, every change an event with before and after."""
