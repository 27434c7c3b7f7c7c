// Columns and rows that an action moves: nothing, north, east, south, west.
export const DX = [0, 0, 1, 0, -1];
export const DY = [0, -1, 0, 1, 0];
