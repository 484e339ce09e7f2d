/** A list with nothing in it. */
Component({ properties: { title: String, hint: String } });
