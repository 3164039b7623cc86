/** In between the rate follows a line; before the first and behind the last it stays as it is there. */
export interface Point {
  readonly second: number;
  readonly perSecond: number;
}

export function rateAt(points: readonly Point[], second: number): number {
  const next = points.findIndex((point) => point.second >= second);
  if (next === -1) return points.at(-1)?.perSecond ?? 0;
  const [after, before] = [points[next], points[Math.max(0, next - 1)]];
  if (!after || !before || after.second === before.second) return after?.perSecond ?? 0;
  const share = (second - before.second) / (after.second - before.second);
  return before.perSecond + (after.perSecond - before.perSecond) * share;
}

/** The area between the line and the limit, where the line is above it: triangles and trapezoids, nothing is stepped through. */
export function excessOver(points: readonly Point[], seconds: number, limit: number): number {
  const inside = points.filter(({ second }) => second > 0 && second < seconds).map(({ second }) => second);
  const corners = [0, ...inside, seconds];
  return corners.slice(1).reduce((sum, end, index) => {
    const start = corners[index] ?? 0;
    const [from, to] = [rateAt(points, start) - limit, rateAt(points, end) - limit];
    if (from <= 0 && to <= 0) return sum;
    const length = end - start;
    if (from >= 0 && to >= 0) return sum + (length * (from + to)) / 2;
    const above = Math.max(from, to);
    return sum + ((above / (Math.abs(from) + Math.abs(to))) * length * above) / 2;
  }, 0);
}
