"""Emergencies, judged afterwards by somebody else."""
