"""What the people who tend search need: what readers ask and do not find, pins, and how the engines are."""
