"""The screens of the rules: what each does and costs, the rulesets and their steps, and the tester."""
