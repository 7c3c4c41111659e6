# Feeds, calendars, webhooks, digests.
