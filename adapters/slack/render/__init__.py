"""Cards, forms and the Home tab as Slack shows them: pure."""
