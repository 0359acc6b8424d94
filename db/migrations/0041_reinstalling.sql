CREATE TABLE "certificate_reminder" (
	"serial" text NOT NULL,
	"days" integer NOT NULL,
	"reminded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reminder_is_sent_once" PRIMARY KEY("serial","days")
);
--> statement-breakpoint
CREATE TABLE "reinstall_release" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_number" text NOT NULL,
	"why" text NOT NULL,
	"note" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "second_check_of_a_release" CHECK ("reinstall_release"."outcome" is null or "reinstall_release"."outcome" in ('withdrawn', 'lapsed') or "reinstall_release"."decided_by" <> "reinstall_release"."proposed_by"),
	CONSTRAINT "release_is_decided_whole" CHECK (num_nonnulls("reinstall_release"."outcome", "reinstall_release"."decided_by", "reinstall_release"."decided_at") in (0, 3)),
	CONSTRAINT "what_is_granted_has_an_end" CHECK ("reinstall_release"."outcome" is distinct from 'granted' or "reinstall_release"."expires_at" is not null),
	CONSTRAINT "only_what_was_granted_is_used" CHECK ("reinstall_release"."used_at" is null or ("reinstall_release"."outcome" = 'granted' and "reinstall_release"."used_at" <= "reinstall_release"."expires_at"))
);
--> statement-breakpoint
ALTER TABLE "installation" DROP CONSTRAINT "installation_attempt_is_unique";--> statement-breakpoint
ALTER TABLE "certificate" ADD COLUMN "reminded_days" integer;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "round" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_reminder" ADD CONSTRAINT "certificate_reminder_serial_certificate_serial_fk" FOREIGN KEY ("serial") REFERENCES "public"."certificate"("serial") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reinstall_release" ADD CONSTRAINT "reinstall_release_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reinstall_release" ADD CONSTRAINT "reinstall_release_proposed_by_staff_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reinstall_release" ADD CONSTRAINT "reinstall_release_decided_by_staff_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_release_per_account" ON "reinstall_release" USING btree ("user_number") WHERE "reinstall_release"."outcome" is null or ("reinstall_release"."outcome" = 'granted' and "reinstall_release"."used_at" is null);--> statement-breakpoint
CREATE INDEX "certificate_to_remind" ON "certificate" USING btree ("reminded_days","not_after") WHERE "certificate"."status" = 'issued' and "certificate"."superseded_at" is null;--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_attempt_is_unique" UNIQUE("credential_id","round","attempt");--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "rounds_are_counted_from_one" CHECK ("installation"."round" >= 1);