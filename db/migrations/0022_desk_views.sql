CREATE TABLE "desk_preference" (
	"staff_id" uuid PRIMARY KEY NOT NULL,
	"hidden" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"density" text DEFAULT 'comfortable' NOT NULL,
	"single_keys" boolean DEFAULT true NOT NULL,
	"opens_on" uuid,
	CONSTRAINT "desk_density_is_known" CHECK ("desk_preference"."density" in ('comfortable', 'compact'))
);
--> statement-breakpoint
CREATE TABLE "desk_view" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"staff_id" uuid NOT NULL,
	"of_team" boolean DEFAULT false NOT NULL,
	"search" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "desk_view_has_a_name" CHECK (length(trim("desk_view"."name")) between 1 and 40),
	CONSTRAINT "desk_view_is_one_list" CHECK (length("desk_view"."search") between 1 and 500)
);
--> statement-breakpoint
DROP INDEX "request_claimed";--> statement-breakpoint
DROP INDEX "request_agb_code";--> statement-breakpoint
DROP INDEX "request_enterprise";--> statement-breakpoint
ALTER TABLE "desk_preference" ADD CONSTRAINT "desk_preference_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_preference" ADD CONSTRAINT "desk_preference_opens_on_desk_view_id_fk" FOREIGN KEY ("opens_on") REFERENCES "public"."desk_view"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_view" ADD CONSTRAINT "desk_view_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "own_desk_view_has_its_own_name" ON "desk_view" USING btree ("staff_id",lower("name")) WHERE not "desk_view"."of_team";--> statement-breakpoint
CREATE UNIQUE INDEX "team_desk_view_has_its_own_name" ON "desk_view" USING btree (lower("name")) WHERE "desk_view"."of_team";--> statement-breakpoint
CREATE INDEX "request_by_type" ON "request" USING btree ("type","channel","status",("priority" <> 'high'),(coalesce("due_at", 'infinity')),"id") INCLUDE ("priority","due_at");--> statement-breakpoint
CREATE INDEX "request_by_channel" ON "request" USING btree ("channel","status",("priority" <> 'high'),(coalesce("due_at", 'infinity')),"id") INCLUDE ("priority","due_at");--> statement-breakpoint
CREATE INDEX "request_by_number" ON "request" USING btree ("status","number");--> statement-breakpoint
CREATE INDEX "request_claimed" ON "request" USING btree ("claimed_by",("priority" <> 'high'),(coalesce("due_at", 'infinity')),"id") WHERE "request"."claimed_by" is not null;--> statement-breakpoint
CREATE INDEX "request_agb_code" ON "request" USING btree ("agb_code","status");--> statement-breakpoint
CREATE INDEX "request_enterprise" ON "request" USING btree ("enterprise_id","status");