// The service counts Unicode code points; JavaScript's strings count UTF-16 units.

const isLead = (unit) => unit >= 0xd800 && unit < 0xdc00;
const isTrail = (unit) => unit >= 0xdc00 && unit < 0xe000;

/**
 * Where code point offsets stand in a string, in UTF-16 units.
 * @returns {Map<number, number>} the offsets that lie within the text, each with its place
 */
export function places(text, offsets) {
  const wanted = [...new Set(offsets)].sort((a, b) => a - b);
  const found = new Map();
  let point = 0;
  let unit = 0;
  for (const offset of wanted) {
    while (point < offset && unit < text.length) {
      unit += isLead(text.charCodeAt(unit)) && isTrail(text.charCodeAt(unit + 1)) ? 2 : 1;
      point += 1;
    }
    if (point === offset) found.set(offset, unit);
  }
  return found;
}

/**
 * Cut a text at the edges of passages and boilerplate, which may overlap.
 * @param passages,clutter spans `{start, end}` in code points; a passage also has the `text` that it quotes
 * @returns {{text: string, passages: number[], clutter: boolean}[]} the pieces, which joined are the text;
 *   `passages` are indices. A passage that does not quote what stands at its place is in none.
 */
export function cut(text, passages, clutter) {
  const spans = [...passages, ...clutter];
  const at = places(text, spans.flatMap((span) => [span.start, span.end]));
  const whole = (span) => at.has(span.start) && at.has(span.end) && span.start < span.end;
  const inUnits = (span) => [at.get(span.start), at.get(span.end)];
  const cited = passages.map((passage) =>
    whole(passage) && text.slice(...inUnits(passage)) === passage.text ? inUnits(passage) : null,
  );
  const grey = clutter.filter(whole).map(inUnits);
  const covers = (span, place) => span !== null && span[0] <= place && place < span[1];
  const edges = [...cited.filter((span) => span !== null), ...grey].flat();
  const cuts = [...new Set([0, ...edges, text.length])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, number) => ({
    text: text.slice(start, cuts[number + 1]),
    passages: cited.flatMap((span, index) => (covers(span, start) ? [index] : [])),
    clutter: grey.some((span) => covers(span, start)),
  }));
}
