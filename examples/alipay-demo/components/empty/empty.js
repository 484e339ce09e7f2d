/** A list with nothing in it. */
Component({ props: { title: "", hint: "" } });
