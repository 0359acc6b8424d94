CREATE TABLE "weekly_figures" (
	"staff_id" uuid PRIMARY KEY NOT NULL,
	"view" text NOT NULL,
	"span" text NOT NULL,
	"type" text,
	"channel" text,
	"segment" text,
	"language" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"last_week" date NOT NULL,
	CONSTRAINT "week_begins_on_monday" CHECK (extract(isodow from "weekly_figures"."last_week") = 1)
);
--> statement-breakpoint
ALTER TABLE "mail" DROP CONSTRAINT "cleared_mail_says_nothing";--> statement-breakpoint
ALTER TABLE "mail" ADD COLUMN "enclosure" jsonb;--> statement-breakpoint
ALTER TABLE "weekly_figures" ADD CONSTRAINT "weekly_figures_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "cleared_mail_says_nothing" CHECK ("mail"."cleared_at" is null or ("mail"."text" = '' and "mail"."html" = '' and "mail"."enclosure" is null and "mail"."status" <> 'waiting'));