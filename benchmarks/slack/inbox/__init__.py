"""Events of Slack's that wait, worked on by Askaday and by a bare worker."""
