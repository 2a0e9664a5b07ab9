"""What lets a capture page open again without a network: the service worker's script."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import open_to_public
from interviews.live.offline import WORKER, held_files


@never_cache
@require_safe
@open_to_public("it names static files only, and must stay readable when a worker looks for a new version of itself")
def capture_worker(request: HttpRequest) -> HttpResponse:
    """Another release has other files, so another script here, and the browser takes the new worker in."""
    held = held_files()
    what = json.dumps({"version": held.version, "files": held.files, "under": settings.STATIC_URL})
    script = f"self.HELD = {what};\nimportScripts({json.dumps(static(WORKER))});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
