"""Editors propose wording, edit by edit; only the author's acceptance changes the draft (著作权法第十条：修改权、保护作品完整权)."""
