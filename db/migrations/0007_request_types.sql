ALTER TABLE "request" DROP CONSTRAINT "done_means_number_sent_and_letter_posted";--> statement-breakpoint
ALTER TABLE "request" DROP CONSTRAINT "fulfilled_only_after_identification";--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "identification_required" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "delivery_required" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "done_means_fulfilled" CHECK ("request"."status" <> 'done' or "request"."fulfilled_at" is not null);--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "identified_before_delivery" CHECK ("request"."identification_required" or not "request"."delivery_required");--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "new_user_is_identified_and_delivered" CHECK ("request"."type" <> 'new-user' or ("request"."identification_required" and "request"."delivery_required"));--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "done_means_number_sent_and_letter_posted" CHECK ("request"."status" <> 'done' or not "request"."delivery_required" or ("request"."number_sent_at" is not null and "request"."letter_posted_at" is not null));--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "fulfilled_only_after_identification" CHECK ("request"."fulfilled_at" is null or "request"."identified_at" is not null or not "request"."identification_required");