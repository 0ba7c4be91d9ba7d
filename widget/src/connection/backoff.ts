const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before the next try: twice as long after each failure, up to a limit, and never in step with others.
 *
 * @param failures How many tries have failed before this wait, from 0.
 * @param chance A number from 0 to below 1.
 * @returns Milliseconds.
 */
export function waitBefore(failures: number, chance: number): number {
  const full = Math.min(FIRST_MS * 2 ** failures, LONGEST_MS);
  return full / 2 + (full / 2) * chance;
}
