"""The life of rules: the staff's layer, the rulesets made with it, what they would do, did and cost."""
