/** A picture, or the first letter of a name, and whether its owner is online. */
Component({
  properties: { src: String, letter: String, size: { type: String, value: "normal" }, group: Boolean, online: Boolean },
});
