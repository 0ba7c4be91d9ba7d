const NAMES = ["name", "email", "order"] as const;
const REQUIRED = "*";

export type FormFieldName = (typeof NAMES)[number];

/** What is asked for before the chat begins. */
export interface FormField {
  readonly name: FormFieldName;
  readonly required: boolean;
}

/** What was filled in; nothing of it is proved. */
export type FormValues = Partial<Record<FormFieldName, string>>;

/**
 * Reads "name email* order": the fields in their order, a star behind those that have to be filled in.
 *
 * @throws Error that names what is no field.
 */
export function formIn(attribute: string): FormField[] {
  return attribute.split(/[\s,]+/).filter(Boolean).map((each) => {
    const name = NAMES.find((known) => known === each.replace(REQUIRED, ""));
    if (!name) throw new Error(`returndesk: data-form="${attribute}": there is no "${each}"; there are ${NAMES.join(", ")}`);
    return { name, required: each.endsWith(REQUIRED) };
  });
}
