"""Background work: queues and their workers, schedules, and slow work that handlers do themselves."""
