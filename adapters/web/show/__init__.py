"""How pages show what the engine gives: tables that sort, forms, charts for the light and the dark.

Cards are drawn by `templates/cards.html.jinja`.
"""
