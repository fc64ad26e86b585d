"""Proof of each published version: manifests, the keys that sign them, certificates, and answers to whoever asks."""
