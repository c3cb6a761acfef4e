"""The Web API methods by family."""

from tests.servers.fake_slack.call import Method
from tests.servers.fake_slack.methods import auth, blocks, chat, conversations, files, reactions, users, views

#: All methods that take a bot token.
METHODS: dict[str, Method] = {
    **auth.METHODS,
    **blocks.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}
