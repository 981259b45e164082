import type { Shape } from "../../src/payload/shape.js";

/** A shape that contains itself. */
export const tree: Shape = { name: "", "?": { branches: [() => tree] } };

/** One shape of each kind. */
export const shapes = {
  string: { a: "" },
  number: { a: 0 },
  boolean: { a: true },
  anything: { a: null },
  nullable: { a: ["", null] },
  either: { a: ["", 0] },
  list: { a: [""] },
  nullableList: { a: [[0], null] },
  object: { a: { b: "" } },
  nullableObject: { a: [{ b: "" }, null] },
  optional: { "?": { a: "" } },
  optionalObject: { "?": { a: { b: "" } } },
  map: { a: { "*": [{ b: "" }] } },
  tree,
} satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;

/** JSON that fits. */
export const fine: [ShapeName, string][] = [
  ["string", '{"a":""}'],
  ["number", '{"a":0}'],
  ["boolean", '{"a":false}'],
  ["anything", '{"a":null}'],
  ["anything", '{"a":[{"b":1}]}'],
  ["nullable", '{"a":null}'],
  ["nullable", '{"a":"x"}'],
  ["either", '{"a":"600"}'],
  ["either", '{"a":600}'],
  ["list", '{"a":[]}'],
  ["list", '{"a":["x","y"]}'],
  ["nullableList", '{"a":null}'],
  ["nullableObject", '{"a":null}'],
  ["nullableObject", '{"a":{"b":"x"}}'],
  ["optional", "{}"],
  ["optional", '{"a":"x","*":1,"?":{"a":5}}'],
  ["map", '{"a":{}}'],
  ["map", '{"a":{"__proto__":[{"b":"x"}],"?":[],"*":[]}}'],
  ["tree", '{"name":"x","branches":[{"name":"y"},{"name":"z","branches":[]}]}'],
];

/** JSON with one issue. */
export const faulty: [ShapeName, string, path: string, expected: string, received: string][] = [
  ["string", "{}", "data.a", "string", "missing"],
  ["string", '{"a":null}', "data.a", "string", "null"],
  ["string", '{"a":5}', "data.a", "string", "number"],
  ["string", '{"a":["x"]}', "data.a", "string", "array"],
  ["string", "null", "data", "object", "null"],
  ["string", "[]", "data", "object", "array"],
  ["string", '"x"', "data", "object", "string"],
  ["string", '{"__proto__":{"a":"x"}}', "data.a", "string", "missing"],
  ["number", '{"a":"5"}', "data.a", "number", "string"],
  ["boolean", '{"a":0}', "data.a", "boolean", "number"],
  ["anything", "{}", "data.a", "any value", "missing"],
  ["nullable", "{}", "data.a", "string or null", "missing"],
  ["nullable", '{"a":false}', "data.a", "string or null", "boolean"],
  ["either", '{"a":null}', "data.a", "string or number", "null"],
  ["either", "{}", "data.a", "string or number", "missing"],
  ["list", '{"a":{}}', "data.a", "array", "object"],
  ["list", '{"a":["x",5]}', "data.a[1]", "string", "number"],
  ["list", '{"a":{"length":0}}', "data.a", "array", "object"],
  ["nullableList", '{"a":"x"}', "data.a", "array or null", "string"],
  ["nullableList", '{"a":[0,null]}', "data.a[1]", "number", "null"],
  ["object", '{"a":[]}', "data.a", "object", "array"],
  ["object", '{"a":{"b":{}}}', "data.a.b", "string", "object"],
  ["nullableObject", '{"a":5}', "data.a", "object or null", "number"],
  ["nullableObject", '{"a":{}}', "data.a.b", "string", "missing"],
  ["optional", '{"a":null}', "data.a", "string", "null"],
  ["optionalObject", '{"a":{}}', "data.a.b", "string", "missing"],
  ["map", '{"a":{"k":[{}]}}', "data.a.k[0].b", "string", "missing"],
  ["map", '{"a":{"a b":5}}', 'data.a["a b"]', "array", "number"],
  ["map", '{"a":{"":5}}', 'data.a[""]', "array", "number"],
  ["map", '{"a":{"1st":5}}', 'data.a["1st"]', "array", "number"],
  ["map", '{"a":{"say \\"x\\"\\n":5}}', 'data.a["say \\"x\\"\\n"]', "array", "number"],
  ["map", '{"a":{"__proto__":5}}', "data.a.__proto__", "array", "number"],
  ["map", '{"a":{"constructor":5}}', "data.a.constructor", "array", "number"],
  [
    "tree",
    '{"name":"x","branches":[{"name":"y","branches":[{}]}]}',
    "data.branches[0].branches[0].name",
    "string",
    "missing",
  ],
];
