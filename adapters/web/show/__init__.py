"""How pages show what the engine gives: tables that sort, cards of chat, charts for the light and the dark."""
