"""Opens the renewing of search keys to the pipeline."""

from kith.linking.services.search_keys import refresh_search_keys

__all__ = ["refresh_search_keys"]
