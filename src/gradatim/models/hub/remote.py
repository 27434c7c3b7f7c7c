"""Files of checkpoints on the Hugging Face hub, and in the copy that its client keeps here.

Only names that are not folders need this file; the hub's client takes a second to import.
"""

import socket
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import getproxies

from huggingface_hub import constants, hf_hub_download, try_to_load_from_cache
from huggingface_hub.errors import (
    EntryNotFoundError,
    HFValidationError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
)

from gradatim.errors import UserError


def download(name: str, file: str) -> Path | None:
    """Find a file of a checkpoint in the local copy, or download it; None if it has no such file.

    Raises:
        UserError: no such checkpoint, or the hub cannot be reached.
    """
    try:
        return Path(hf_hub_download(name, file, local_files_only=not _hub_has_address()))
    except LocalEntryNotFoundError:
        if isinstance(try_to_load_from_cache(name, "config.json"), str):
            return None  # offline, with a copy of the checkpoint that lacks this file
        raise UserError(
            f"{name} is neither a folder nor in the local cache of the hub, and the hub "
            "cannot be reached: download it elsewhere and give its folder."
        ) from None
    except EntryNotFoundError:
        return None
    except (RepositoryNotFoundError, HFValidationError):
        raise UserError(f"{name} is neither a folder nor a public model on the hub.") from None
    except OSError as error:
        raise UserError(f"{name} could not be fetched from the hub: {error}") from None


def _hub_has_address() -> bool:
    """Whether the hub can be looked up; if not, its client would try for half a minute."""
    if getproxies():
        return True
    try:
        return bool(socket.getaddrinfo(urlparse(constants.ENDPOINT).hostname, 443))
    except OSError:
        return False
