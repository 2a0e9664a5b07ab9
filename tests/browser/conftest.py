from tests.browser.boards import open_board, themes  # noqa: F401
