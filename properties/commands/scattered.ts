/** A number of 32 bits each of whose bits depends on all bits of another one: what is drawn for neighbours has nothing in common. */
export function scattered(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
