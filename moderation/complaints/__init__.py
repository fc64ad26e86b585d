"""Complaints of readers and notices of rights holders: received, acknowledged, decided in time, answered with reasons."""
