"""Four people known by name, and the study they gather around."""

import pytest
from django.test import Client

from accounts.models import Role, User, Workspace
from studies.models import Study
from tests.factories import join, make_study, make_user, make_workspace


@pytest.fixture
def alice(db: None) -> User:
    """Owns the workspace."""
    return make_user(email="alice@example.org", name="Alice Owner")


@pytest.fixture
def workspace(alice: User) -> Workspace:
    return make_workspace(name="Alice's workspace", owner=alice)


@pytest.fixture
def bob(workspace: Workspace) -> User:
    """Edits: plans, interviews, tags."""
    bob = make_user(email="bob@example.org", name="Bob Editor")
    join(workspace, bob, Role.EDITOR)
    return bob


@pytest.fixture
def vera(workspace: Workspace) -> User:
    """Reads, and sees no names."""
    vera = make_user(email="vera@example.org", name="Vera Viewer")
    join(workspace, vera, Role.VIEWER)
    return vera


@pytest.fixture
def charlie(db: None) -> User:
    """Owns another workspace and is a stranger here."""
    charlie = make_user(email="charlie@example.org", name="Charlie Stranger")
    make_workspace(name="Charlie's workspace", owner=charlie)
    return charlie


@pytest.fixture
def study(workspace: Workspace) -> Study:
    return make_study(workspace=workspace, title="Why do small restaurants stop counting stock?")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_alice(alice: User) -> Client:
    return client_of(alice)


@pytest.fixture
def as_bob(bob: User) -> Client:
    return client_of(bob)


@pytest.fixture
def as_vera(vera: User) -> Client:
    return client_of(vera)


@pytest.fixture
def as_charlie(charlie: User) -> Client:
    return client_of(charlie)
