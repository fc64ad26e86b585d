"""A page as a stock Wagtail site has it: the baseline beside which ours is measured."""
