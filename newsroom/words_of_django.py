"""Sentences of Django and taggit that people meet at the desk, whose Vietnamese there is missing or not a newsroom's.

Nothing imports this module: makemessages reads it, so that the sentences stay in our catalogue, which wins over Django's.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext, pgettext

DAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]

FORMS = [
    _("This field is required."),
    _("This field cannot be blank."),
    _("This field cannot be null."),
    _("Enter a valid value."),
    _("Enter a valid URL."),
    _("Enter a valid email address."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid date/time."),
    _("Enter a list of values."),
    _("Enter a valid JSON."),
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    _("Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens."),
    _("Null characters are not allowed."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Value %(value)r is not a valid choice."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("“%(pk)s” is not a valid value."),
    _("“%(value)s” value must be an integer."),
    _("%(model_name)s with this %(field_label)s already exists."),
    _("%(model_name)s with this %(field_labels)s already exists."),
    _("Please correct the duplicate data for %(field)s."),
    _("Please correct the duplicate values below."),
    _("The inline value did not match the parent instance."),
    _(
        "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may need to file a"
        " bug report if the issue persists."
    ),
    _(
        "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it may not exist."
    ),
    _("No file was submitted."),
    _("The submitted file is empty."),
]

ACCOUNTS = [
    _("user"),
    _("users"),
    _("username"),
    _("first name"),
    _("email address"),
    _("active"),
    _("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    _("Designates whether this user should be treated as active. Unselect this instead of deleting accounts."),
    _("Personal info"),
    _("Permissions"),
    _("Important dates"),
    _("A user with that username already exists."),
    _("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
    _("This account is inactive."),
    _("Old password"),
    _("New password"),
    _("New password confirmation"),
    _("Password"),
    _("Password confirmation"),
    _("Enter the same password as before, for verification."),
    _("The two password fields didn’t match."),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("The password is too similar to the %(verbose_name)s."),
    _("Your password can’t be too similar to your other personal information."),
    _("This password is too common."),
    _("Your password can’t be a commonly used password."),
    _("This password is entirely numeric."),
    _("Your password can’t be entirely numeric."),
    _("Password change"),
    _("Password changed successfully."),
    _("Your password was changed."),
    _("Set password"),
]

DESK = [
    _("Home"),
    _("View"),
    _("View site"),
    _("Filter"),
    _("Any date"),
    _("None"),
    _("Go"),
    _("Action:"),
    _("Run the selected action"),
    _("Currently:"),
    _("Change:"),
    _("Change"),
    _("Delete"),
    _("Delete?"),
    _("Remove"),
    _("Clear selection"),
    _("Add %s"),
    _("Change %s"),
    _("View %s"),
    _("Add %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Add another %(model)s"),
    _("Change selected %(model)s"),
    _("View selected %(model)s"),
    _("Delete selected %(model)s"),
    _("Select %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Save as new"),
    _("Save and add another"),
    _("Save and continue editing"),
    _("Save and view"),
    _("No action selected."),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("You may edit it again below."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("Hold down “Control”, or “Command” on a Mac, to select more than one."),
    _("Model name"),
    _("Toggle navigation"),
    _("Popup closing…"),
    _("Show counts"),
    _("Hide counts"),
]


def of_tags():
    """taggit's, whose words for a tag's two fields have a context."""
    return [pgettext("A tag name", "name"), pgettext("A tag slug", "slug")]


def counted(count):
    return [
        ngettext(
            "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
            "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
            count,
        ),
        ngettext(
            "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
            "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
            count,
        ),
        ngettext(
            "This password is too short. It must contain at least %d character.",
            "This password is too short. It must contain at least %d characters.",
            count,
        ),
        ngettext(
            "Your password must contain at least %(min_length)d character.",
            "Your password must contain at least %(min_length)d characters.",
            count,
        ),
        ngettext("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", count),
        ngettext("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", count),
        ngettext("Please correct the error below.", "Please correct the errors below.", count),
        ngettext("%(counter)s result", "%(counter)s results", count),
    ]
