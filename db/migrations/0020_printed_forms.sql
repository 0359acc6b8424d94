CREATE TABLE "printed_form" (
	"code" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"release_id" bigint NOT NULL,
	"printed_by" uuid,
	"printed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "form_code_can_be_typed_over" CHECK ("printed_form"."code" ~ '^[2-9A-HJ-NP-Z]{12}$')
);
--> statement-breakpoint
ALTER TABLE "printed_form" ADD CONSTRAINT "printed_form_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "printed_form" ADD CONSTRAINT "printed_form_printed_by_staff_id_fk" FOREIGN KEY ("printed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;