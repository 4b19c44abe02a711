"""装配: settings, urls, schedule: plugs everything together."""
