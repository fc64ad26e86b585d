"""How the desk is doing: waiting, pace, reversals, ageing and load, counted from what it recorded."""
