"""Demo data in one click: invented deals in a chosen playbook's pipelines, laid by the real commands, and cleared again."""
