"""Shows the directory to people here, and writes it in Open Referral form for everybody."""

from kith.partnership.presenters.directory import ages, list_page, places, service_page, tag
from kith.partnership.presenters.oruk import whole_directory

__all__ = ["ages", "list_page", "places", "service_page", "tag", "whole_directory"]
