"""What the permission table means for the pages of the desk: asked once a request where no single thing is meant."""

from articles import permissions
from media.models import Photo

NEVER = {"N", "", "link", "scope"}


def roles(request):
    """The roles of whoever asks, read once a request."""
    if not hasattr(request, "_desk_roles"):
        request._desk_roles = permissions.roles(request.user)
    return request._desk_roles


def sends_pictures(request):
    """Whether whoever asks has pictures of their own to look after: photographers, and reporters who have sent some."""
    if not hasattr(request, "_desk_sends"):
        held = roles(request)
        request._desk_sends = "photographer" in held or (
            "reporter" in held and Photo.objects.filter(uploaded_by=request.user).exists()
        )
    return request._desk_sends


def can(request, action, obj=None):
    """Whether this person may do this to that thing; without a thing, whether there can be one. Superusers may."""
    if request.user.is_superuser and request.user.is_active:
        return True
    if obj is not None:
        return permissions.may(request.user, action, obj)
    cells = permissions.table()[action]
    return any(cells[role] not in NEVER for role in roles(request))


def by_office(request, action):
    """Whether the table says yes here whoever made the thing: to editors and the chief."""
    cells = permissions.table()[action]
    return request.user.is_superuser or any(cells[role] in permissions.BY_OFFICE for role in roles(request))


def unrestricted(request, action):
    """Whether the table says yes here whatever the section: the chief's rights."""
    cells = permissions.table()[action]
    return request.user.is_superuser or any(cells[role] in {"Y", "Y-notown"} for role in roles(request))


def beyond_own(request, action):
    """Whether the table lets this person do this to more than what is their own: section editors and the chief."""
    cells = permissions.table()[action]
    return request.user.is_superuser or any(cells[role] in {"sec", "Y", "Y-notown"} for role in roles(request))


class ByTable:
    """A ModelAdmin whose rights are rows of the permission table. None: nobody, not even an emergency account."""

    see = change = add = remove = None

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self._may(request, self.see) or self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, self.change)

    def has_add_permission(self, request, obj=None):
        return self._may(request, self.add)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, self.remove)

    def _may(self, request, actions):
        names = (actions,) if isinstance(actions, str) else actions or ()
        return any(can(request, name) for name in names)
