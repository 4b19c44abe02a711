"""待办: tasks with a clock, reminders, escalation, notifications, announcements."""
