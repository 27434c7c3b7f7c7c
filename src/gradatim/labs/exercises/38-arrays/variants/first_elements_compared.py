def same_storage(a, b):
    return a.storage_offset() == b.storage_offset() and a.data_ptr() == b.data_ptr()
