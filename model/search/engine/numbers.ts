/** An array with room for at least so many numbers: the same one, or a larger copy filled up with `rest`. */
export function roomFor(numbers: Int32Array, least: number, rest = 0): Int32Array {
  if (numbers.length >= least) return numbers;
  const larger = new Int32Array(Math.max(least, numbers.length * 2));
  larger.set(numbers);
  if (rest !== 0) larger.fill(rest, numbers.length);
  return larger;
}

/** Zeros in memory that threads share. */
export const sharedNumbers = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
