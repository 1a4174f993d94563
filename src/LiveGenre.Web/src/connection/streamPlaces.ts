/**
 * Streams that one page holds open. A browser opens at most six HTTP/1.1 connections to a server, all pages together,
 * and each stream takes one: two pages side by side still leave each other room for calls. docs/decisions/0061.
 */
export const STREAM_PLACES = 2;

/**
 * Which sources get a stream; the others are asked in turn. One that has a stream and is still on the screen keeps it.
 * @param ids all sources, in the order of the page
 * @param visible those on the screen
 * @param streaming those that have a stream now
 * @param places how many there are
 */
export function chooseStreams(
  ids: readonly string[],
  visible: ReadonlySet<string>,
  streaming: ReadonlySet<string>,
  places = STREAM_PLACES,
): readonly string[] {
  const rank = (id: string) => (visible.has(id) ? 2 : 0) + (streaming.has(id) ? 1 : 0);
  return [...ids].sort((a, b) => rank(b) - rank(a)).slice(0, places);
}
