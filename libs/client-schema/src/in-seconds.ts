/** A duration in words: `1 second`, `300 seconds`. */
export function inSeconds(duration: number): string {
  return `${duration} ${duration === 1 ? 'second' : 'seconds'}`;
}
