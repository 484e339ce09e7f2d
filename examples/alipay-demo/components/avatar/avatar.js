/** A picture, or the first letter of a name, and whether its owner is online. */
Component({
  props: { src: "", name: "", letter: "", size: "normal", group: false, online: false },
});
