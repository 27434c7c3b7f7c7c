// Frames as they come from wire.py: a header and the bytes of its arrays.

// What is marked as the same is taken from the frame before.
export function decode(header, buffers, before = {}) {
  const frame = {};
  for (const [name, value] of Object.entries(header)) {
    if (value?.same === true) frame[name] = before[name];
    else if (value !== null && typeof value === "object" && "array" in value) {
      frame[name] = decodeArray(value, buffers[value.array]);
    } else frame[name] = value;
  }
  return frame;
}

function decodeArray({ dtype, shape, low, high }, view) {
  // A copy: the buffer of a whole message may not begin at a multiple of four bytes.
  const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  let array;
  if (dtype === "f4") array = new Float32Array(bytes);
  else if (dtype === "i4") array = new Int32Array(bytes);
  else array = new Uint8Array(bytes);
  if (dtype === "q1") {
    const step = (high - low) / 255; // levels 0..255 stand for low..high
    array = Float32Array.from(array, (level) => low + level * step);
  }
  array.shape = shape;
  return array;
}
