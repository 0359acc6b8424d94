DROP INDEX "account_to_end";--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "end_warned_for" date;--> statement-breakpoint
CREATE INDEX "account_to_warn" ON "account" USING btree ("ends_on") WHERE "account"."ends_on" is not null and "account"."status" = 'active' and "account"."end_warned_for" is distinct from "account"."ends_on";--> statement-breakpoint
CREATE INDEX "account_to_end" ON "account" USING btree ("ends_on") WHERE "account"."ends_on" is not null and "account"."status" = 'active';--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "end_is_warned_of_when_and_for_which_day" CHECK (("account"."end_warned_at" is null) = ("account"."end_warned_for" is null));