"""Measurements that take minutes: speeds beside other libraries, exactness, reliability."""

import gradatim  # noqa: F401  sets how torch's threads wait, which counts only before torch is loaded
