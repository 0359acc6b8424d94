CREATE TABLE "request_change" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"values" jsonb NOT NULL,
	"person_name" text,
	"email" text,
	"former_email" text,
	"language" text,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "request" DROP CONSTRAINT "done_means_number_sent_and_letter_posted";--> statement-breakpoint
ALTER TABLE "request" DROP CONSTRAINT "new_user_is_identified_and_delivered";--> statement-breakpoint
ALTER TABLE "role_holder" ADD COLUMN "phone_changed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "number_required" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "request_change" ADD CONSTRAINT "request_change_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "done_means_number_sent_and_letter_posted" CHECK ("request"."status" <> 'done' or not "request"."delivery_required" or ((not "request"."number_required" or "request"."number_sent_at" is not null) and "request"."letter_posted_at" is not null));--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "new_user_is_identified_and_delivered" CHECK ("request"."type" <> 'new-user' or ("request"."identification_required" and "request"."delivery_required" and "request"."number_required"));