// What our pages share: elements made of text alone, texts with marks in them, and data that is unpacked when asked for.
"use strict";
const shared = (() => {
  const byId = (id) => document.getElementById(id);

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  // The same set of spans gives the same pieces: a text is cut wherever a span begins or ends. Offsets are code points.
  // `markOf(piece, over)` makes the element of a piece that spans lie over. Returns pieces with their elements.
  function paint(pane, letters, spans, markOf) {
    const edges = [...new Set([0, letters.length, ...spans.flatMap((span) => [span.start, span.end])])];
    edges.sort((one, other) => one - other);
    const pieces = [];
    const nodes = [];
    for (let at = 0; at + 1 < edges.length; at += 1) {
      const [start, end] = [edges[at], edges[at + 1]];
      const text = letters.slice(start, end).join("");
      const over = spans.filter((span) => span.start <= start && end <= span.end);
      const node = over.length ? markOf(text, over) : element("span", text);
      nodes.push(node);
      pieces.push({ start, end, node, over });
    }
    pane.replaceChildren(...nodes);
    return pieces;
  }

  function inside(letters, place) {
    return Boolean(place) && 0 <= place[0] && place[0] < place[1] && place[1] <= letters.length;
  }

  // Where one of the values stands as it is written, in code points; null where none does.
  function search(text, values, from = 0) {
    for (const value of values) {
      const at = typeof value === "string" && value.length > 1 ? text.indexOf(value, from) : -1;
      if (at >= 0) {
        const start = Array.from(text.slice(0, at)).length;
        return [start, start + Array.from(value).length];
      }
    }
    return null;
  }

  async function unpack(base64) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  return { byId, element, paint, inside, search, unpack };
})();
